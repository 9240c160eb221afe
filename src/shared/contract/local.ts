import { z } from 'zod'
import { localRecordSchema } from '../domain/local-record.ts'
import { conversionPlanSchema, localSetupSchema, precisionSchema } from '../domain/local-setup.ts'
import { engineBackendSchema, engineOverviewSchema, installProgressSchema } from '../domain/engine-release.ts'
import { command, event, query } from './define.ts'

const modelId = z.string().max(300)

/** The engine and the model folders. What is started and read is chosen in dialogs of main, never by the page. */
export const local = {
  /** Scans the model folders. */
  'local.setup': query('read', z.object({}), localSetupSchema),
  /** Finds, by their hashes, the files an image was generated with, and the model and upscaler they belong to now. */
  'local.locate': query(
    'read',
    z.object({ record: localRecordSchema }),
    z.object({
      modelId: z.string().nullable(),
      upscalerId: z.string().nullable(),
      missing: localRecordSchema.shape.files,
    }),
  ),
  /**
   * Shows a dialog for a shared library and loads it; null = the dialog was canceled. @throws engine/* if it is
   * unusable
   */
  'local.chooseEngine': command('engine', z.object({}), localSetupSchema.nullable()),
  /** Keeps its files. */
  'local.forgetEngine': command('engine', z.object({}), localSetupSchema),
  /** The release for this computer, and the installed engines. Sends no request. */
  'local.engines': query('read', z.object({}), engineOverviewSchema),
  /**
   * Downloads the pinned release, verifies, unpacks and tests it, and only then uses it. `backend`: null = the one for
   * this computer. @throws engine/*, download/*, network/*
   */
  'local.installEngine': command('engine', z.object({ backend: engineBackendSchema.nullable() }), localSetupSchema),
  /** Shows a dialog for a release archive and installs it; null = the dialog was canceled. */
  'local.installFromArchive': command('engine', z.object({}), localSetupSchema.nullable()),
  'local.installProgressed': event(installProgressSchema),
  /** Switches to an installed engine after it has generated test images. */
  'local.useInstalled': command('engine', z.object({ name: z.string().max(300) }), localSetupSchema),
  /** Deletes the files of an installed engine. */
  'local.removeInstalled': command('engine', z.object({ name: z.string().max(300) }), localSetupSchema),
  /** Shows a dialog for a folder with models; null = the dialog was canceled. */
  'local.addFolder': command('engine', z.object({}), localSetupSchema.nullable()),
  /** Keeps its files. */
  'local.forgetFolder': command('engine', z.object({ path: z.string().max(4_000) }), localSetupSchema),
  /** Shows a dialog for the folder to download models to from now on; null = the dialog was canceled. */
  'local.chooseDownloadFolder': command('engine', z.object({}), localSetupSchema.nullable()),
  /** Downloads models to Atelier’s own folder again. Earlier downloads stay where they are. */
  'local.resetDownloadFolder': command('engine', z.object({}), localSetupSchema),
  /** Writes nothing. @throws request/invalid if it cannot be converted */
  'local.conversions': query('read', z.object({ id: modelId }), conversionPlanSchema),
  /** Writes a copy of the model with another precision beside the downloads. @throws engine/*, storage/* */
  'local.convert': command('engine', z.object({ id: modelId, precision: precisionSchema }), localSetupSchema),
  'local.convertProgressed': event(z.object({ fraction: z.number() })),
}
