import { z } from 'zod'
import { assetIdSchema } from '../domain/ids.ts'
import { command, event } from './define.ts'

/** Pictures that are edited in another program. */
export const external = {
  /**
   * Opens a copy of the picture. `usual`: in the program of the settings, or the system's choice; `ask`: in one that is
   * chosen now and becomes the usual one. Not opened = the person canceled.
   */
  'external.edit': command(
    z.object({ id: assetIdSchema, program: z.enum(['usual', 'ask']) }),
    z.object({ isOpened: z.boolean() }),
  ),
  /** Asks for the program of the settings. */
  'external.chooseProgram': command(z.object({}), z.void()),
  /** Back to the system's default. */
  'external.resetProgram': command(z.object({}), z.void()),
  /** What a program has saved is in the library now. */
  'external.taken': event(z.object({ id: assetIdSchema, name: z.string() })),
}
