/** A gas in its packing, as FCMS names it. Invented, but of the kind that a gas filling plant sells. */
export interface DemoProduct {
  readonly code: string;
  readonly gas: string;
  readonly packing: string;
  /** Gas in one cylinder, in kg. */
  readonly kilograms: number;
}

export const demoProducts: readonly [DemoProduct, ...DemoProduct[]] = [
  { code: 'KF001', gas: 'COS', packing: '47L CGA330', kilograms: 25 },
  { code: 'KF002', gas: 'COS', packing: '10L CGA330', kilograms: 5 },
  { code: 'KF007', gas: 'CF4', packing: '47L CGA580', kilograms: 30 },
  { code: 'KF010', gas: 'C4F8', packing: '47L CGA660', kilograms: 45 },
  { code: 'KF013', gas: 'CH2F2', packing: '47L CGA724', kilograms: 20 },
  { code: 'KF021', gas: 'SF6', packing: '40L CGA590', kilograms: 50 },
  { code: 'KN003', gas: 'NF3', packing: '47L DISS640', kilograms: 22.5 },
  { code: 'KN004', gas: 'N2O', packing: '47L CGA326', kilograms: 29 },
  { code: 'KC105', gas: 'CLF3', packing: '10L DISS728', kilograms: 8 },
  { code: 'KS201', gas: 'SiH4', packing: '47L DISS632', kilograms: 12.5 },
  { code: 'KX900', gas: 'Kr/Ne 혼합가스', packing: '20L W22-14 左', kilograms: 1.2 },
];
