import { z } from 'zod'
import { documentIdSchema, jobIdSchema } from '../domain/ids.ts'
import { libraryOpeningSchema } from '../domain/library.ts'
import { windowSettingsPatchSchema, windowSettingsSchema } from '../domain/settings.ts'
import { errorDataSchema } from '../errors/index.ts'
import { languages } from '../messages/languages.ts'
import { command, event, query } from './define.ts'

/** Electron's format: modifiers, then a character or the name of a key. */
const acceleratorSchema = z
  .string()
  .regex(
    /^(?:(?:CommandOrControl|Alt|Shift)\+)*(?:[!-*,-~]|Plus|F\d{1,2}|Space|Tab|Enter|Escape|Backspace|Delete|Insert|Home|End|PageUp|PageDown|Left|Right|Up|Down)$/,
  )

const openingSchema = z.object({ opening: libraryOpeningSchema.nullable() })

/** The window shortens what is longer. */
const reportedTextMax = 20_000

const noticeSchema = z.object({ level: z.enum(['info', 'warning', 'error']), error: errorDataSchema })

export const app = {
  'app.info': query(
    'read',
    z.object({}),
    z.object({
      version: z.string(),
      platform: z.enum(['mac', 'windows', 'linux']),
      home: z.string(),
      libraryFolder: z.string(),
      /** Which language the setting `system` stands for. */
      systemLanguage: z.enum(languages),
      /** Whether an environment variable names the language, whatever the setting says. */
      isLanguageRequested: z.boolean(),
    }),
  ),
  /** What delays the library's opening, before it can be queried; null when it is open or nearly. */
  'app.opening': query('read', z.object({}), openingSchema),
  'app.openingChanged': event(openingSchema),
  'settings.get': query('read', z.object({}), windowSettingsSchema),
  'settings.change': command('preferences', windowSettingsPatchSchema, windowSettingsSchema),
  'settings.changed': event(windowSettingsSchema),
  /** Logs a failure in the window. */
  'app.report': command(
    'control',
    z.object({
      error: errorDataSchema.extend({ message: z.string().max(reportedTextMax) }),
      stack: z.string().max(reportedTextMax),
    }),
    z.void(),
  ),
  /** Facts about the program and this computer as text, for reports of problems; without keys, prompts and names. */
  'app.diagnostics': query('read', z.object({}), z.object({ text: z.string() })),
  /** Everything by others that Atelier contains. `text`: of the license; null = the package comes without one. */
  'app.licenses': query(
    'read',
    z.object({}),
    z.array(z.object({ name: z.string(), version: z.string(), license: z.string(), text: z.string().nullable() })),
  ),
  'app.revealHome': command('show', z.object({}), z.void()),
  /** Enters or leaves full screen. */
  'app.setFullScreen': command('control', z.object({ isOn: z.boolean() }), z.void()),
  /** The window is about to close: save what is not on disk yet, then call `app.readyToClose`. */
  'app.closing': event(z.object({})),
  'app.readyToClose': command('control', z.object({}), z.void()),
  /** Restarts the program, after the window has saved. */
  'app.restart': command('control', z.object({}), z.void()),
  /**
   * The shortcuts that the native menu shows, by command id. It only shows them: the window handles the keys itself.
   */
  'app.showMenuKeys': command(
    'control',
    z.object({ accelerators: z.record(z.string().max(80), acceleratorSchema) }),
    z.void(),
  ),
  /** A menu item was chosen; its id is that of the command palette. */
  'app.commandChosen': event(z.object({ command: z.string() })),
  /**
   * Files were passed to the program from outside (a second start with paths, "Open with"): already imported, open the
   * last.
   */
  'app.filesOpened': event(z.object({ ids: z.array(z.string()) })),
  /** The notification of a finished job was clicked: show its result. */
  'app.jobChosen': event(z.object({ jobId: jobIdSchema, documentId: documentIdSchema.nullable() })),
  /** A service failed outside any call, such as a restarted child process. */
  'app.noticed': event(noticeSchema),
  /** The window listens from now on: returns earlier notices, each once, and tells again of imports that are under way. */
  'app.takeNotices': command('read', z.object({}), z.array(noticeSchema)),
}
