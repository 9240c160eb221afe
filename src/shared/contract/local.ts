import { z } from 'zod'
import { localRecordSchema } from '../domain/local-record.ts'
import { conversionPlanSchema, localSetupSchema, precisionSchema } from '../domain/local-setup.ts'
import { engineBackendSchema, engineOverviewSchema, installProgressSchema } from '../domain/engine-release.ts'
import { command, event, query } from './define.ts'

const modelId = z.string().max(300)

/** The engine and the model folders. What is started and what is read is chosen in dialogs of main, never by the page. */
export const local = {
  /** Looks through the model folders. */
  'local.setup': query(z.object({}), localSetupSchema),
  /** Looks by their hashes for the files that an image was drawn with, and for the model and the upscaler that they are now. */
  'local.locate': query(
    z.object({ record: localRecordSchema }),
    z.object({
      modelId: z.string().nullable(),
      upscalerId: z.string().nullable(),
      missing: localRecordSchema.shape.files,
    }),
  ),
  /** Asks for a shared library and loads it; null = the dialog was closed. @throws engine/* where it cannot be used */
  'local.chooseEngine': command(z.object({}), localSetupSchema.nullable()),
  /** Its files stay. */
  'local.forgetEngine': command(z.object({}), localSetupSchema),
  /** The release that fits this computer, and the engines that are installed. Asks nobody. */
  'local.engines': query(z.object({}), engineOverviewSchema),
  /**
   * Downloads the pinned release, checks, unpacks and tests it, and only then uses it. `backend`: null = the one for this
   * computer. @throws engine/*, download/*, network/*
   */
  'local.installEngine': command(z.object({ backend: engineBackendSchema.nullable() }), localSetupSchema),
  /** Asks for an archive of a release and installs that; null = the dialog was closed. */
  'local.installFromArchive': command(z.object({}), localSetupSchema.nullable()),
  'local.installProgressed': event(installProgressSchema),
  /** Uses an engine that is installed, after it has drawn test images. */
  'local.useInstalled': command(z.object({ name: z.string().max(300) }), localSetupSchema),
  /** Deletes the files of an engine that was installed. */
  'local.removeInstalled': command(z.object({ name: z.string().max(300) }), localSetupSchema),
  /** Asks for a folder with models; null = the dialog was closed. */
  'local.addFolder': command(z.object({}), localSetupSchema.nullable()),
  /** Its files stay. */
  'local.forgetFolder': command(z.object({ path: z.string().max(4_000) }), localSetupSchema),
  /** Asks for the folder that models are downloaded to from now on; null = the dialog was closed. */
  'local.chooseDownloadFolder': command(z.object({}), localSetupSchema.nullable()),
  /** Models are downloaded to Atelier’s own folder again. What has come elsewhere stays there. */
  'local.resetDownloadFolder': command(z.object({}), localSetupSchema),
  /** Writes nothing. @throws request/invalid where it cannot be converted */
  'local.conversions': query(z.object({ id: modelId }), conversionPlanSchema),
  /** Writes a copy of the model with another precision beside the downloads. @throws engine/*, storage/* */
  'local.convert': command(z.object({ id: modelId, precision: precisionSchema }), localSetupSchema),
  'local.convertProgressed': event(z.object({ fraction: z.number() })),
}
