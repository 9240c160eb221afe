import { join } from 'node:path'
import type { Assets } from './assets/assets.ts'
import { compileFrameWords } from './compile-frame-words.ts'
import { createFrameDrawing } from './create-frame-drawing.ts'
import type { Jobs } from './jobs/jobs.ts'
import { createLive } from './live/live.ts'
import { openLiveRates } from './live/live-rates.ts'
import type { Live } from './live/live.ts'
import type { OpenedLocal } from './open-local.ts'
import type { HomePaths } from './platform/home-paths.ts'
import { createMemoryShortage } from './platform/memory-shortage.ts'
import { createThermalState } from './platform/thermal-state.ts'

export interface LiveNeeds {
  readonly local: () => Promise<OpenedLocal>
  readonly jobs: { readonly edits: Pick<Jobs['edits'], 'keepFrame'> }
  readonly assets: Pick<Assets, 'references'>
  readonly paths: HomePaths
}

/** Opens the live canvas, which draws with the engine of this computer as long as nothing else does. */
export async function openLive({ local, jobs, assets, paths }: LiveNeeds): Promise<Live> {
  const opened = await local()
  return createLive({
    rates: await openLiveRates(join(paths.root, 'cache', 'live-rates.json')),
    conditions: { job: opened.use, memory: createMemoryShortage(), heat: createThermalState() },
    compile: (request) => compileFrameWords(request, request.card, () => assets.references.list()),
    openDrawing: async () => createFrameDrawing(await opened.backgroundNeeds()),
    keep: (frame) => jobs.edits.keepFrame(frame),
  })
}
