import { z } from 'zod'
import { assetIdSchema } from '../domain/ids.ts'
import {
  preparedRestoreSchema,
  backupReportSchema,
  reclaimableKindSchema,
  storageTasks,
  storageUsageSchema,
  verifyReportSchema,
} from '../domain/storage.ts'
import { command, event, query } from './define.ts'

const foundImages = z.object({ found: z.array(assetIdSchema) })

const idsSchema = z.array(assetIdSchema).min(1).max(1_000_000)

/** The library's files: their sizes, integrity and location. Each long call can be canceled. */
export const storage = {
  'storage.usage': query('read', z.object({}), storageUsageSchema),
  /** Deletes what can be regenerated or is only kept as a precaution; the trash permanently. */
  'storage.reclaim': command(
    'delete',
    z.object({ kinds: z.array(reclaimableKindSchema).min(1) }),
    z.object({ freedBytes: z.number() }),
  ),
  /** Reads every file and compares it with its recorded hash. */
  'storage.verify': command('read', z.object({}), verifyReportSchema),
  /** Shows a folder dialog and searches there for these images' files, by content; null = canceled. */
  'storage.chooseAndLocate': command('file dialog', z.object({ ids: idsSchema }), foundImages.nullable()),
  /** Shows a dialog for a backup and restores these images' files from it. */
  'storage.chooseAndRepair': command('file dialog', z.object({ ids: idsSchema }), foundImages.nullable()),
  /** Shows a save dialog and writes everything that cannot be regenerated to one file. Work may continue meanwhile. */
  'storage.chooseAndBackUp': command('file dialog', z.object({}), backupReportSchema.nullable()),
  /** Shows a dialog for a backup and unpacks it beside the library; the next start replaces the library with it. */
  'storage.chooseAndRestore': command('file dialog', z.object({}), preparedRestoreSchema.nullable()),
  /** Shows a folder dialog and copies everything there; the next start uses it. */
  'storage.chooseAndMove': command('file dialog', z.object({}), z.object({ target: z.string() }).nullable()),
  /** Discards a restore or a move that the next start would finish. */
  'storage.forgetPending': command('control', z.object({}), z.void()),
  /** Counts files, or bytes for a restore or a backup. */
  'storage.progressed': event(z.object({ task: z.enum(storageTasks), done: z.number(), total: z.number() })),
}
