import type { LedgerEntry } from '../../shared/domain/ledger.ts'
import type { TeamLimits, TeamSettings, TeamView } from '../../shared/domain/team.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/team.ts'
import { joinSentences } from '../../shared/messages/formats.ts'
import type { Clock } from '../platform/clock.ts'
import type { Logger } from '../platform/logger.ts'
import type { JournalContent } from './journal.ts'
import type { TeamAttempt, TeamLimit } from './team-limit.ts'
import type { TeamFiles } from './team-files.ts'
import { reasonsAgainst, sumJournals, toMicro, utcDay } from './team-sums.ts'
import type { TeamTurns } from './team-turns.ts'
import { viewTeam } from './view-team.ts'

export interface TeamLimitOptions {
  readonly settings: () => TeamSettings
  /** This member's files in a folder; the same for the same folder. */
  readonly filesIn: (folder: string) => Promise<{ readonly files: TeamFiles; readonly writer: string }>
  readonly turns: TeamTurns
  /** Entries of this library's ledger, in no order. */
  readonly findEntries: (ids: readonly number[]) => Promise<readonly LedgerEntry[]>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'error'>
}

/** The entry's number, and its call: after a restored backup numbers may be given out again. */
export function reservationId({ id, callId }: Pick<TeamAttempt, 'id' | 'callId'>): string {
  return `${id}:${callId}`
}

export function createTeamLimit(options: TeamLimitOptions): TeamLimit {
  const { settings, filesIn, turns, clock, logger } = options

  /** Work in the folder, where there is one. */
  async function inFolder<T>(work: (files: TeamFiles) => Promise<T>, without: T): Promise<T> {
    const { folder } = settings()
    if (folder === null) return without
    return turns.inTurn(folder, async () => work((await filesIn(folder)).files))
  }

  return {
    async reserve(attempt) {
      if (attempt.estimateUsd === 0) return
      await inFolder((files) => reserveIn(files, attempt, options), undefined)
    },
    async settle() {
      try {
        await inFolder((files) => settleEnded(files, utcDay(clock.nowMs()), options), undefined)
      } catch (thrown) {
        logger.error('team.not-settled', { error: thrown })
      }
    },
    async check({ usd, unpriced, waitingUsd }) {
      const view = await viewOf(options)
      if (view.type === 'off') return []
      if (view.type === 'unavailable') return [view.message]
      if (view.limits === null) return [messages.noLimits({ folder: view.folder })]
      if (unpriced > 0) return [messages.priceUnknown]
      const waiting = toMicro(await waitingUsd())
      const sums = { day: toMicro(view.todayUsd) + waiting, month: toMicro(view.monthUsd) + waiting }
      return reasonsAgainst(view.limits, sums, toMicro(usd))
    },
    view: () => viewOf(options),
    limits: () => inFolder(readLimits, null),
    setLimits: (limits) => inFolder((files) => files.setLimits(limits), undefined),
  }
}

/**
 * First writes the reservation, then reads those of all: of two members at once, at least the one who reads last sees
 * both. Both may be refused; both can never go beyond the limit.
 */
export async function reserveIn(
  files: TeamFiles,
  attempt: TeamAttempt,
  { settings, findEntries }: Pick<TeamLimitOptions, 'settings' | 'findEntries'>,
): Promise<void> {
  const { estimateUsd } = attempt
  await requireLimits(files, settings())
  if (estimateUsd === null) throw refusal([messages.priceUnknown])
  const day = utcDay(await files.now())
  await settleEnded(files, day, { findEntries })
  const month = day.slice(0, 7)
  const id = reservationId(attempt)
  const micro = toMicro(estimateUsd)
  let reasons: string[]
  try {
    await files.append(month, [{ type: 'reserve', id, day, micro }])
    // Read once more: the limit may have been lowered meanwhile.
    const limits = await requireLimits(files, settings())
    const sums = sumJournals((await files.readAll(month)).values(), day)
    reasons = reasonsAgainst(limits, { day: sums.day - micro, month: sums.month - micro }, micro)
  } catch (thrown) {
    await withdraw(files, month, id).catch(() => undefined)
    throw thrown
  }
  if (reasons.length === 0) return
  await withdraw(files, month, id)
  throw refusal(reasons)
}

/** If this fails, the reservation counts until its entry in the ledger, which says that nothing was sent, is read. */
async function withdraw(files: TeamFiles, month: string, id: string): Promise<void> {
  if ((await files.readOwn(month)).reservations.get(id)?.isOpen !== true) return
  await files.append(month, [{ type: 'settle', id, micro: 0 }])
}

/** A file that cannot be read is replaced by the next one. */
async function readLimits(files: TeamFiles): Promise<TeamLimits | null> {
  try {
    return await files.limits()
  } catch (thrown) {
    if (thrown instanceof AppError) return null
    throw thrown
  }
}

async function requireLimits(files: TeamFiles, { folder }: TeamSettings): Promise<TeamLimits> {
  const limits = await files.limits()
  if (limits !== null) return limits
  throw new AppError('money/limits-unreadable', messages.noLimits({ folder: folder ?? '' }))
}

/** Also of the month before: what was sent at its end may have ended since. */
async function settleEnded(
  files: TeamFiles,
  day: string,
  { findEntries }: Pick<TeamLimitOptions, 'findEntries'>,
): Promise<void> {
  for (const month of [monthBefore(day), day.slice(0, 7)]) {
    const { reservations } = await files.readOwn(month)
    const open = [...reservations.values()].filter(({ isOpen }) => isOpen)
    if (open.length === 0) continue
    const entries = await findEntries(open.map(({ id }) => Number.parseInt(id, 10)))
    const ended = new Map(entries.filter(hasEnded).map((entry) => [reservationId(entry), entry]))
    const settled = open.flatMap(({ id, micro }): JournalContent[] => {
      const entry = ended.get(id)
      return entry === undefined ? [] : [{ type: 'settle', id, micro: costOf(entry, micro) }]
    })
    if (settled.length > 0) await files.append(month, settled)
  }
}

/** What is under way or lost counts as reserved. */
function hasEnded({ outcome }: LedgerEntry): boolean {
  return outcome !== 'under-way' && outcome !== 'lost'
}

/** What may have been billed counts like what was. */
function costOf({ billed, realUsd }: LedgerEntry, reserved: number): number {
  if (billed === 'no') return 0
  return realUsd === null ? reserved : toMicro(realUsd)
}

function monthBefore(day: string): string {
  const first = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  return utcDay(first.getTime() - 1).slice(0, 7)
}

function refusal(reasons: readonly string[]): AppError {
  return new AppError('money/over-cap', messages.notSent({ reasons: joinSentences(...reasons) }))
}

async function viewOf({ settings, filesIn, turns, clock }: TeamLimitOptions): Promise<TeamView> {
  const { folder } = settings()
  if (folder === null) return { type: 'off' }
  try {
    return await turns.within(folder, async () => viewTeam(folder, await filesIn(folder), utcDay(clock.nowMs())))
  } catch (thrown) {
    return { type: 'unavailable', folder, message: toErrorData(thrown).message }
  }
}
