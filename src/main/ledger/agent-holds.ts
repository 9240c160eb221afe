import type { CostSum } from '../../shared/util/sum-costs.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import { daysNow } from './spending-limits.ts'

/** A hold of a program that was killed must not last longer. */
const holdMs = 120_000

export interface AgentHold {
  /** `agentsToday` before it. */
  readonly today: CostSum
  readonly release: (() => void) | null
}

/** What agents of all programs may still spend. */
export interface AgentHolds {
  /** What agents of all programs have spent today, may have spent, or may still spend of what was admitted. USD. */
  agentsToday(): Promise<CostSum>
  /**
   * Sets aside what a call of an agent may cost until its requests are on disk, if `agentsToday` and this stay within the
   * limit, USD; null = in any case. Check and hold are one transaction. The user's limits are for the requests themselves.
   * `release`: null = the limit is exceeded or cannot be checked, and nothing is held. @throws storage/*
   */
  holdForAgent(cost: CostSum, limitUsd: number | null): Promise<AgentHold>
}

interface AgentHoldNeeds {
  readonly database: Pick<Database, 'call'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

export function createAgentHolds(needs: AgentHoldNeeds): AgentHolds {
  const { database, clock, logger } = needs
  return {
    agentsToday: () => database.call('agentHolds.today', daysNow(clock)),
    async holdForAgent({ usd, unpriced }, limitUsd) {
      const cost = { usd, unpriced }
      try {
        const { today, hold } = await database.call('agentHolds.add', { ...daysNow(clock), cost, limitUsd, holdMs })
        return { today, release: hold === null ? null : keepUntilReleased(hold, cost, needs) }
      } catch (error) {
        logger.error('ledger.not-held', { error })
        throw error
      }
    },
  }
}

/** Planning a large grid may take longer than a hold lasts. */
function keepUntilReleased(hold: number, cost: CostSum, { database, clock, logger }: AgentHoldNeeds): () => void {
  const keep = () =>
    database
      .call('agentHolds.keep', { hold, cost, holdMs, nowMs: clock.nowMs() })
      .catch((error: unknown) => logger.error('ledger.not-held', { error }))
  const timer = setInterval(() => void keep(), holdMs / 4).unref()
  let isReleased = false
  return () => {
    if (isReleased) return
    isReleased = true
    clearInterval(timer)
    // The hold expires by itself.
    database
      .call('agentHolds.release', { hold })
      .catch((error: unknown) => logger.error('ledger.not-released', { error }))
  }
}
