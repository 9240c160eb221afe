import { defaultExportOptions } from '../../../shared/domain/export-options.ts'
import type { Asset } from '../../../shared/domain/asset.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import { notInFolder } from '../../../shared/messages/en/jobs.ts'
import type { ExportFormat } from '../../../shared/util/media-type.ts'
import type { Exports } from '../../assets/exports.ts'
import type { Logger } from '../../platform/logger.ts'

/** Where finished images are saved in addition to the library. */
export interface OutputSettings {
  readonly saveToDisk: boolean
  readonly folder: string
  readonly format: ExportFormat
}

export interface OutputSaver {
  save(asset: Asset): void
  /** Resolves when everything submitted so far has been written or has failed. */
  settled(): Promise<void>
}

/** High enough that no loss is visible. */
const quality = 95

/** The image is already safe in the library: failures here are reported, and nothing is lost. */
export function createOutputSaver(needs: {
  readonly exports: Pick<Exports, 'run'>
  readonly output: () => Promise<OutputSettings>
  readonly onNoticed: (error: AppError) => void
  readonly logger: Logger
}): OutputSaver {
  const writing = new Set<Promise<void>>()

  async function write({ id, name }: Asset): Promise<void> {
    const { saveToDisk, folder, format } = await needs.output()
    if (!saveToDisk) return
    const options = { ...defaultExportOptions, format, quality, onConflict: 'number' } as const
    const report = await needs.exports.run({ ids: [id], folder, options })
    const [failure] = report.failed
    if (failure === undefined) return
    const { code, message, detail } = failure.error
    throw new AppError(code, notInFolder({ name, folder, reason: message }), { detail })
  }

  return {
    save(asset) {
      const work = write(asset)
        .catch((thrown: unknown) => {
          needs.logger.warn('jobs.output-not-saved', { id: asset.id, error: thrown })
          needs.onNoticed(thrown instanceof AppError ? thrown : fromErrorData(toErrorData(thrown)))
        })
        .finally(() => writing.delete(work))
      writing.add(work)
    },
    async settled() {
      await Promise.all(writing)
    },
  }
}
