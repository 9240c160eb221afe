import { z } from 'zod'
import { updateViewSchema } from '../domain/update.ts'
import { command, event, query } from './define.ts'

const nothing = z.object({})

/** Updates of Atelier itself. Address and key are part of the program: no call names what is installed. */
export const updates = {
  'updates.view': query('read', nothing, updateViewSchema),
  /** Asks for a newer version now. @throws network/*, update/unreadable, update/unsigned */
  'updates.check': command('updates', nothing, updateViewSchema),
  /**
   * Downloads the version that was found, and resolves when it is checked.
   * @throws network/*, download/mismatch, storage/*, update/failed
   */
  'updates.download': command('updates', nothing, updateViewSchema),
  /** Restarts into the downloaded version, after the window has saved. @throws update/busy, storage/*, update/failed */
  'updates.install': command('updates', nothing, z.void()),
  'updates.changed': event(updateViewSchema),
  /** The running version where this is the first start after an update; null otherwise, and from the second call on. */
  'updates.takeWhatsNew': command('control', nothing, z.object({ version: z.string().nullable() })),
}
