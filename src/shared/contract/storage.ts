import { z } from 'zod'
import { assetIdSchema } from '../domain/ids.ts'
import {
  backupFactsSchema,
  backupReportSchema,
  reclaimableKindSchema,
  storageTasks,
  storageUsageSchema,
  verifyReportSchema,
} from '../domain/storage.ts'
import { command, event, query } from './define.ts'

const found = z.object({ found: z.array(assetIdSchema) })
const idsSchema = z.array(assetIdSchema).min(1).max(1_000_000)

/** The library's files: what they take, whether they are sound, and where they lie. Each long call can be canceled. */
export const storage = {
  'storage.usage': query(z.object({}), storageUsageSchema),
  /** Deletes what can be made again or is only kept in case; the trash for good. */
  'storage.reclaim': command(
    z.object({ kinds: z.array(reclaimableKindSchema).min(1) }),
    z.object({ freedBytes: z.number() }),
  ),
  /** Reads every file and compares it with what was filed. */
  'storage.verify': command(z.object({}), verifyReportSchema),
  /** Asks for a folder and looks there for these pictures' files, by content; null when the person cancels. */
  'storage.chooseAndLocate': command(z.object({ ids: idsSchema }), found.nullable()),
  /** Asks for a backup and takes these pictures' files from it. */
  'storage.chooseAndRepair': command(z.object({ ids: idsSchema }), found.nullable()),
  /** Asks where to, and writes everything that cannot be made again into one file. Work may go on meanwhile. */
  'storage.chooseAndBackUp': command(z.object({}), backupReportSchema.nullable()),
  /** Asks for a backup and unpacks it beside the library; the next start puts it in the library's place. */
  'storage.chooseAndRestore': command(z.object({}), backupFactsSchema.nullable()),
  /** Asks for a folder and copies everything there; the next start uses it. */
  'storage.chooseAndMove': command(z.object({}), z.object({ target: z.string() }).nullable()),
  /** Forgets a restore or a move that the next start would finish. */
  'storage.forgetPending': command(z.object({}), z.void()),
  /** Closes the program and starts it again. */
  'storage.restart': command(z.object({}), z.void()),
  /** Files, or of a restore and a backup bytes. */
  'storage.progressed': event(z.object({ task: z.enum(storageTasks), done: z.number(), total: z.number() })),
}
