import { z } from 'zod'
import { watchedFolderIdSchema } from '../domain/ids.ts'
import { watchedFolderSchema } from '../domain/watched-folder.ts'
import { command, event, query } from './define.ts'

const one = z.object({ id: watchedFolderIdSchema })

/** Folders whose pictures come in by themselves. */
export const imports = {
  /** In the order they were added. */
  'imports.folders': query(z.object({}), z.array(watchedFolderSchema)),
  /** Asks for a folder and watches it; null when the person cancels. */
  'imports.chooseAndWatch': command(z.object({}), watchedFolderSchema.nullable()),
  'imports.setOn': command(one.extend({ isOn: z.boolean() }), z.void()),
  /** Its pictures stay in the library, and its files where they are. */
  'imports.unwatch': command(one, z.void()),
  'imports.changed': event(z.object({})),
}
