import { z } from 'zod'
import { settingsPatchSchema, settingsSchema } from '../domain/settings.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

export const app = {
  'app.info': query(
    z.object({}),
    z.object({
      version: z.string(),
      platform: z.enum(['mac', 'windows', 'linux']),
      home: z.string(),
      libraryFolder: z.string(),
    }),
  ),
  'settings.get': query(z.object({}), settingsSchema),
  'settings.change': command(settingsPatchSchema, settingsSchema),
  'settings.changed': event(settingsSchema),
  /** A failure in the window, kept in the log. */
  'app.report': command(z.object({ error: errorDataSchema, stack: z.string().max(20_000) }), z.void()),
  'app.revealHome': command(z.object({}), z.void()),
  /** The window is about to close: write what is not on disk yet, then call `app.readyToClose`. */
  'app.closing': event(z.object({})),
  'app.readyToClose': command(z.object({}), z.void()),
  /** A menu item was chosen; the id is that of the command palette. */
  'app.commandChosen': event(z.object({ command: z.string() })),
  /** Files given to the program from outside (a second start with paths, "Open with"): already imported, open the last. */
  'app.filesOpened': event(z.object({ ids: z.array(z.string()) })),
  /** A service failed where no caller is waiting, such as a restarted child process. */
  'app.noticed': event(z.object({ level: z.enum(['info', 'warning', 'error']), error: errorDataSchema })),
}
