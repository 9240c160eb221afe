import { z } from 'zod'
import { watchedFolderIdSchema } from '../domain/ids.ts'
import { watchedFolderSchema } from '../domain/watched-folder.ts'
import { command, event, query } from './define.ts'

const byId = z.object({ id: watchedFolderIdSchema })

/** Folders whose images are imported automatically. */
export const imports = {
  /** In the order they were added. */
  'imports.folders': query('read', z.object({}), z.array(watchedFolderSchema)),
  /** Shows a folder dialog and watches the folder; null = canceled. */
  'imports.chooseAndWatch': command('file dialog', z.object({}), watchedFolderSchema.nullable()),
  'imports.setOn': command('edit', byId.extend({ isOn: z.boolean() }), z.void()),
  /** Its images stay in the library, and its files where they are. */
  'imports.unwatch': command('edit', byId, z.void()),
  'imports.changed': event(z.object({})),
}
