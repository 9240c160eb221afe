import { join } from 'node:path'
import type { AgentSettings } from '../../../shared/domain/agent-settings.ts'
import type { Safety } from '../../../shared/domain/generation.ts'
import type { CostSum } from '../../../shared/util/sum-costs.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { ProgramServices } from '../program/command.ts'
import type { CostBudget } from '../scripts/cost-budget.ts'
import type { FileAccess } from '../tools/tool.ts'
import { allowFiles } from './allowed-files.ts'
import { CallLimiter } from './call-limiter.ts'
import { Confirmations } from './confirmations.ts'
import { AgentSpendGate, type SpendDecision } from './agent-spend-gate.ts'

/** What the sessions of all agents of a program share. */
export interface AgentWorkspaceNeeds {
  readonly services: ProgramServices
  readonly paths: HomePaths
  readonly appVersion: string
  readonly settings: () => { readonly agents: AgentSettings; readonly safety: Safety }
  /** Reads what another process has changed: limits and folders that were taken back count at once. */
  readonly refreshSettings: () => Promise<void>
  readonly clock: Clock
  /** Absent = the callers are agents. */
  readonly trusted?: TrustedRights | undefined
}

/** Calls of one program at a time; images are made one after the other on one computer anyway. */
const runningMax = 8
const waitingMax = 2_000

export interface AgentWorkspace extends AgentWorkspaceNeeds {
  readonly limiter: CallLimiter
  readonly confirmations: Confirmations
  /** The folder that files are written to. */
  outputFolder(): string
}

export function createAgentWorkspace(needs: AgentWorkspaceNeeds): AgentWorkspace {
  const { settings, paths, clock, trusted } = needs
  return {
    ...needs,
    limiter: new CallLimiter({ running: runningMax, waiting: waitingMax }),
    confirmations: new Confirmations(clock),
    outputFolder: () => trusted?.files.outputFolder ?? settings().agents.outputFolder ?? join(paths.root, 'output'),
  }
}

/** One connection, or all requests over HTTP: they have no connection. */
export interface AgentSession {
  readonly host: AgentWorkspace
  files(): FileAccess
  /** What a caller's results are marked with; null = they count as the user's own. */
  agentOf(caller: string): string | null
  /** Costs that the user has allowed beforehand need no approval. */
  readonly isCostAllowed: boolean
  /** @throws money/over-cap above the maximum of a trusted program */
  admit(estimate: CostSum, isApproved: boolean): Promise<SpendDecision>
}

/** Works in the folders and within the limits for agents. */
export function createAgentSession(host: AgentWorkspace): AgentSession {
  const gate = new AgentSpendGate(() => host.settings().agents, host.services.ledger)
  return {
    host,
    files: () =>
      allowFiles({ read: [...host.settings().agents.folders, host.paths.library], output: host.outputFolder() }),
    agentOf: (caller) => caller,
    isCostAllowed: false,
    admit: (estimate, isApproved) => gate.admit(estimate, isApproved),
  }
}

/** What the user's own programs may do: whatever the user may, up to a cost. */
export interface TrustedRights {
  readonly files: FileAccess
  readonly budget: Pick<CostBudget, 'admit'>
  readonly isCostAllowed: boolean
}

export function createTrustedSession(
  host: AgentWorkspace,
  { files, budget, isCostAllowed }: TrustedRights,
): AgentSession {
  return {
    host,
    files: () => files,
    agentOf: () => null,
    isCostAllowed,
    admit: async (estimate) => ({ admitted: await budget.admit(estimate) }),
  }
}
