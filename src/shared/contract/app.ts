import { z } from 'zod'
import { documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { libraryOpeningSchema } from '../domain/library-opening.ts'
import { windowSettingsPatchSchema, windowSettingsSchema } from '../domain/settings.ts'
import { errorDataSchema } from '../errors/index.ts'
import { command, event, query } from './define.ts'

/** As Electron writes it: modifiers, then a sign or the name of a key. */
const acceleratorSchema = z
  .string()
  .regex(
    /^(?:(?:CommandOrControl|Alt|Shift)\+)*(?:[!-*,-~]|Plus|F\d{1,2}|Space|Tab|Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Left|Right|Up|Down)$/,
  )

const openingSchema = z.object({ opening: libraryOpeningSchema.nullable() })

const noticeSchema = z.object({ level: z.enum(['info', 'warning', 'error']), error: errorDataSchema })

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
  /** What the library takes its time for before anything can be asked of it; null when it is open or nearly. */
  'app.opening': query(z.object({}), openingSchema),
  'app.openingChanged': event(openingSchema),
  'settings.get': query(z.object({}), windowSettingsSchema),
  'settings.change': command(windowSettingsPatchSchema, windowSettingsSchema),
  'settings.changed': event(windowSettingsSchema),
  /** A failure in the window, kept in the log. */
  'app.report': command(z.object({ error: errorDataSchema, stack: z.string().max(20_000) }), z.void()),
  'app.revealHome': command(z.object({}), z.void()),
  /** The window over the whole screen, or as it was. */
  'app.setFullScreen': command(z.object({ isOn: z.boolean() }), z.void()),
  /** The window is about to close: write what is not on disk yet, then call `app.readyToClose`. */
  'app.closing': event(z.object({})),
  'app.readyToClose': command(z.object({}), z.void()),
  /** The keys that the native menu shows, by command id. It only shows them: the window listens for them itself. */
  'app.showMenuKeys': command(z.object({ accelerators: z.record(z.string().max(80), acceleratorSchema) }), z.void()),
  /** A menu item was chosen; the id is that of the command palette. */
  'app.commandChosen': event(z.object({ command: z.string() })),
  /** Files given to the program from outside (a second start with paths, "Open with"): already imported, open the last. */
  'app.filesOpened': event(z.object({ ids: z.array(z.string()) })),
  /** The notification of work that has ended was clicked: show what came of it. */
  'app.jobChosen': event(z.object({ jobId: jobIdSchema, documentId: documentIdSchema.nullable() })),
  /** A service failed where no caller is waiting, such as a restarted child process. */
  'app.noticed': event(noticeSchema),
  /** The window listens from now on: those from before, each once. */
  'app.takeNotices': command(z.object({}), z.array(noticeSchema)),
}
