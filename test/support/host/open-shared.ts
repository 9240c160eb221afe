import { join } from 'node:path'
import { createImaging } from '../../../src/main/imaging/index.ts'
import type { SharedParts } from '../../../src/main/open-services.ts'
import { createNetTransport } from '../../../src/main/platform/network/net-transport.ts'
import { startUtilityChild } from '../../../src/main/platform/process/start-utility-child.ts'
import { createVision } from '../../../src/main/vision/index.ts'
import { shareDatabaseThread } from './shared-database.ts'

const dispose = () => Promise.resolve()

export interface OpenedShared {
  readonly parts: SharedParts
  /** Ends the processes: one that the host's end kills writes no coverage. */
  end(): Promise<void>
}

/** What the programs of a host have in common; each outlives all of them. @param builtFolder of the built program */
export function openShared(builtFolder: string): OpenedShared {
  const imaging = createImaging({
    start: () => startUtilityChild(join(builtFolder, 'imaging.js'), { name: 'Atelier Imaging' }),
  })
  const vision = createVision({
    start: () => startUtilityChild(join(builtFolder, 'vision.js'), { name: 'Atelier Vision', loadsForeignCode: true }),
    idleRssBytesMax: 1_000_000_000,
  })
  return {
    parts: {
      transport: createNetTransport(),
      imaging: { ...imaging, dispose },
      vision: { ...vision, dispose },
      startDatabase: shareDatabaseThread(join(import.meta.dirname, 'database-thread.js')),
    },
    end: async () => void (await Promise.all([imaging.dispose(), vision.dispose()])),
  }
}
