import type { CallName } from '../../../../shared/contract/index.ts'
import type { TeamView } from '../../../../shared/domain/team.ts'
import { useSharedView, type SharedView } from '../use-shared-view.ts'

export type TeamActions = SharedView<TeamView, Exclude<Extract<CallName, `team.${string}`>, 'team.view'>>

/** What the team has spent, while it is shown. */
export function useTeam(): TeamActions {
  return useSharedView('team.view', 'ledger.changed')
}
