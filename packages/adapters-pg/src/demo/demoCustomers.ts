/** Gives 1, 2, 3 … for each name of a counter; a customer has its own counters. */
export type Count = (counter: string) => number;

/** A customer of the demo data. All are invented. */
export interface DemoCustomer {
  readonly code: string;
  readonly name: string;
  /** Other ways in which the clerks write the name; the first place is the usual one. */
  readonly otherNames: readonly string[];
  /** Share of the documents, relative to the other customers. */
  readonly weight: number;
  /** Its next order number; numbers are issued in sequence. */
  readonly poNo: (year: number, month: number, count: Count) => string;
  /** Which entries of `demoProducts` it buys. */
  readonly products: readonly [number, ...number[]];
  /** How it tells the deliveries of one order apart (names of `deliveryMarks`); `same` = it does not. */
  readonly marks: readonly ['same' | DeliveryMarkFamily, ...('same' | DeliveryMarkFamily)[]];
}

/** The families in which the ways of marking a delivery fall. */
export type DeliveryMarkFamily = 'korean' | 'japanese' | 'circled' | 'split' | 'fraction';

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
const short = (year: number): string => pad(year % 100, 2);

export const demoCustomers: readonly [DemoCustomer, ...DemoCustomer[]] = [
  {
    code: 'KDKK',
    name: '가람디케이 주식회사',
    otherNames: ['가람디케이㈜', '(주)가람디케이', '가람 디케이　주식회사'],
    weight: 22,
    poNo: (year, _month, count) => `ABC-${year}-${pad(count(`${year}`), 3)}`,
    products: [0, 1, 2, 3],
    marks: ['korean', 'circled', 'same'],
  },
  {
    code: 'HNSM',
    name: '한누리세미콘㈜',
    otherNames: ['한누리세미콘 주식회사', '한누리세미콘(주) 2공장'],
    weight: 18,
    poNo: (year, _month, count) => `PO${short(year)}${pad(count(`${year}`), 4)}`,
    products: [0, 2, 6, 7],
    marks: ['same', 'korean', 'fraction'],
  },
  {
    code: 'SRNM',
    name: '새롬나노머티리얼즈(주)',
    otherNames: ['새롬나노머티리얼즈 주식회사', 'SAEROM NANO MATERIALS'],
    weight: 14,
    poNo: (_year, _month, count) => String(4500012344 + count('all')),
    products: [3, 4, 5],
    marks: ['split', 'same'],
  },
  {
    code: 'AOBA',
    name: '青葉ヶ原電子材料株式会社',
    otherNames: ['青葉ヶ原電子材料㈱', 'ｱｵﾊﾞｶﾞﾊﾗ電子材料'],
    weight: 10,
    poNo: (_year, month, count) => `発注-${pad(month, 2)}-${pad(33 + count('all'), 3)}`,
    products: [2, 8, 10],
    marks: ['japanese', 'circled'],
  },
  {
    code: 'MNTO',
    name: 'みなと晶材工業㈱',
    otherNames: ['みなと晶材工業株式会社', 'みなと晶材工業　（横浜）'],
    weight: 8,
    poNo: (year, month, count) => `${short(year)}-${pad(month, 2)}-${pad(count(`${year}-${month}`), 3)}`,
    products: [1, 7],
    marks: ['japanese', 'same'],
  },
  {
    code: 'BLFN',
    name: 'Bluefern Devices Ltd.',
    otherNames: ['BLUEFERN DEVICES LTD', 'Bluefern Devices 한국지점'],
    weight: 8,
    poNo: (year, _month, count) => `S/${year}/${pad(count(`${year}`), 4)}`,
    products: [4, 6, 9],
    marks: ['same', 'korean'],
  },
  {
    // Numbers its orders as HNSM does: the same number of two customers is two orders.
    code: 'OMAL',
    name: "O'Malvern Photonics",
    otherNames: ['O’Malvern Photonics', "O'MALVERN PHOTONICS INC. 🏭"],
    weight: 6,
    poNo: (year, _month, count) => `PO${short(year)}${pad(count(`${year}`), 4)}`,
    products: [0, 5],
    marks: ['same', 'fraction'],
  },
  {
    code: 'GNPW',
    name: '금나래파워반도체(주)',
    otherNames: ['금나래파워반도체', '금나래파워반도체(주) <b>청주</b>'],
    weight: 6,
    poNo: (year, month, count) => `GNP${short(year)}${pad(month, 2)}-${pad(count(`${year}-${month}`), 2)}`,
    products: [2, 6, 9],
    marks: ['korean', 'split'],
  },
  {
    code: 'ZLTC',
    name: 'Zelotec 100% Gas GmbH',
    otherNames: ['ZELOTEC GMBH', 'Zelotec 100％ Gas GmbH'],
    weight: 5,
    poNo: (_year, _month, count) => `ZT${pad(count('all'), 6)}`,
    products: [5, 8],
    marks: ['same', 'circled'],
  },
  {
    code: 'SWKN',
    name: '西和晶研株式会社',
    otherNames: ['西和晶研㈱', '西和晶研　株式会社　'],
    weight: 3,
    poNo: (_year, _month, count) => `注文書No.${1041 + count('all')}`,
    products: [1, 10],
    marks: ['japanese'],
  },
];
