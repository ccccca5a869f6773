/** An account of the stand-in for CYNOW. The password is public: these accounts are for trying out only. */
export interface DemoAccount {
  readonly id: number;
  readonly username: string;
  readonly password: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly isSuperuser: boolean;
  readonly isStaff: boolean;
  readonly isActive: boolean;
  readonly groups: readonly string[];
}

const ordinary = { password: 'cynow-demo', isSuperuser: false, isStaff: false, isActive: true, groups: [] };

export const demoAccounts: readonly DemoAccount[] = [
  { ...ordinary, id: 1, username: 'admin', lastName: '나', firstName: '관리', isSuperuser: true, isStaff: true },
  { ...ordinary, id: 2, username: 'sales', lastName: '이', firstName: '영업', groups: ['CYNOW Editors'] },
  { ...ordinary, id: 3, username: 'factory', lastName: '田中', firstName: '工場' },
  { ...ordinary, id: 4, username: 'retired', lastName: "O'Park", firstName: '퇴사', isActive: false },
];
