import { z } from 'zod'
import { assetIdSchema } from '../domain/ids.ts'
import { command, event } from './define.ts'

/** Editing images in another program. */
export const external = {
  /**
   * Opens a copy of the image. `usual`: in the program from the settings, or the system's default; `ask`: in one chosen
   * now, which becomes the usual one. Not opened = the user canceled.
   */
  'external.edit': command(
    'program',
    z.object({ id: assetIdSchema, program: z.enum(['usual', 'ask']) }),
    z.object({ isOpened: z.boolean() }),
  ),
  /** Shows a dialog to choose the program in the settings. */
  'external.chooseProgram': command('program', z.object({}), z.void()),
  /** Back to the system's default. */
  'external.resetProgram': command('program', z.object({}), z.void()),
  /** A file saved by another program is now in the library. */
  'external.taken': event(z.object({ id: assetIdSchema, name: z.string() })),
}
