import type { CallName } from '../../../shared/contract/index.ts'
import type { WorkFacts } from '../../updates/index.ts'
import type { Agents } from '../agents.ts'
import type { WorkUnderWay } from './close-question.ts'
import type { WindowProgram } from '../window/window-program.ts'

type Services = Awaited<ReturnType<WindowProgram['services']>>

/** Reads what is at work in the program. @param calls of the window that have not been answered */
export async function readWork(
  { jobs, isDownloading, arePlansRunning }: Services,
  agents: Pick<Agents, 'isWorking'>,
  calls: readonly CallName[],
): Promise<WorkFacts> {
  return {
    queue: await jobs.queue.view(),
    isPlanRunning: await arePlansRunning(),
    isAgentWorking: agents.isWorking(),
    isDownloading: await isDownloading(),
    calls,
  }
}

/** Returns what closing the program would end; null = nothing. */
export async function readUnderWay(...of: Parameters<typeof readWork>): Promise<WorkUnderWay | null> {
  const [facts, { blockersOf, workingEntries }] = await Promise.all([readWork(...of), import('../../updates/index.ts')])
  const entries = workingEntries(facts.queue).filter(({ isElsewhere }) => !isElsewhere)
  // What saves is waited for in any case; other programs go on with what is theirs.
  const kinds = blockersOf(facts).filter((kind) => kind !== 'queue' && kind !== 'other')
  return entries.length + kinds.length === 0 ? null : { entries, kinds }
}
