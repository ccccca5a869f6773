import { backfillCommand } from './backfill.ts';
import { backfillUndoCommand } from './backfillUndo.ts';
import type { Command } from './Command.ts';
import { configCheckCommand } from './configCheck.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { flagsGetCommand } from './flagsGet.ts';
import { flagsListCommand } from './flagsList.ts';
import { flagsSetCommand } from './flagsSet.ts';
import { importCommand } from './import.ts';
import { matchCommand } from './match.ts';
import { migratePlanCommand } from './migratePlan.ts';
import { migrateSqlCommand } from './migrateSql.ts';
import { migrateStatusCommand } from './migrateStatus.ts';
import { migrateUpCommand } from './migrateUp.ts';
import { migrateZeroCommand } from './migrateZero.ts';
import { orphansListCommand } from './orphansList.ts';
import { orphansResolveCommand } from './orphansResolve.ts';
import { orphansUndoCommand } from './orphansUndo.ts';
import { reserveCommand } from './reserve.ts';
import { reviewListCommand } from './reviewList.ts';
import { reviewResolveCommand } from './reviewResolve.ts';
import { reviewShowCommand } from './reviewShow.ts';
import { reviewUndoCommand } from './reviewUndo.ts';
import { runsListCommand } from './runsList.ts';
import { runsShowCommand } from './runsShow.ts';
import { serveCommand } from './serve.ts';
import { statsCommand } from './stats.ts';
import { tokenCreateCommand } from './tokenCreate.ts';
import { tokenListCommand } from './tokenList.ts';
import { tokenRevokeCommand } from './tokenRevoke.ts';
import { userAddCommand } from './userAdd.ts';
import { userDisableCommand, userEnableCommand } from './userInUse.ts';
import { userListCommand } from './userList.ts';
import { userPasswdCommand } from './userPasswd.ts';
import { userRoleCommand } from './userRole.ts';
import { whereCommand } from './where.ts';

/** Every command, in the order of the help. */
export const allCommands: readonly Command[] = [
  demoCommand,
  migrateStatusCommand,
  migratePlanCommand,
  migrateSqlCommand,
  migrateUpCommand,
  migrateZeroCommand,
  doctorCommand,
  backfillCommand,
  backfillUndoCommand,
  whereCommand,
  statsCommand,
  reserveCommand,
  matchCommand,
  importCommand,
  exportCommand,
  orphansListCommand,
  orphansResolveCommand,
  orphansUndoCommand,
  runsListCommand,
  runsShowCommand,
  flagsListCommand,
  flagsGetCommand,
  flagsSetCommand,
  reviewListCommand,
  reviewShowCommand,
  reviewResolveCommand,
  reviewUndoCommand,
  userAddCommand,
  userListCommand,
  userPasswdCommand,
  userRoleCommand,
  userDisableCommand,
  userEnableCommand,
  tokenCreateCommand,
  tokenListCommand,
  tokenRevokeCommand,
  serveCommand,
  configCheckCommand,
];
