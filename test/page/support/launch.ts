import { createStage, type Stage } from './stage.ts'
import type { Running } from '../../e2e/support/launch.ts'

/** Of this worker, by language: it holds for the life of a process. */
const stages = new Map<string, Stage>()

interface OpenOptions {
  readonly home: string
  /** Variables of the program's environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Opens the program on a home, as a start would, in this worker's window; the one that is open is closed before. */
export async function launch({ home, env = {} }: OpenOptions): Promise<Running> {
  const language = env['ATELIER_LOCALE'] ?? 'en'
  for (const [other, stage] of stages) {
    if (other === language) continue
    stages.delete(other)
    await stage.end()
  }
  const stage = stages.get(language) ?? createStage(language)
  stages.set(language, stage)
  return stage.open(home, env)
}

/** Closes the program that is open, as quitting does. */
export async function quit(_running?: Running): Promise<void> {
  for (const stage of stages.values()) await stage.close(true)
}

/** Closes it at the end of a test: what the page has not saved is no longer wanted. */
export async function leave(): Promise<void> {
  for (const stage of stages.values()) await stage.close(false)
}

export async function endStages(): Promise<void> {
  for (const stage of stages.values()) await stage.end()
  stages.clear()
}
