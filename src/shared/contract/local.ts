import { z } from 'zod'
import { localSetupSchema } from '../domain/local-setup.ts'
import { command, query } from './define.ts'

/** The engine and the model folders. What is started and what is read is chosen in dialogs of main, never by the page. */
export const local = {
  /** Looks through the model folders. */
  'local.setup': query(z.object({}), localSetupSchema),
  /** Asks for a shared library and loads it; null = the dialog was closed. @throws engine/* where it cannot be used */
  'local.chooseEngine': command(z.object({}), localSetupSchema.nullable()),
  /** Its files stay. */
  'local.forgetEngine': command(z.object({}), localSetupSchema),
  /** Asks for a folder with models; null = the dialog was closed. */
  'local.addFolder': command(z.object({}), localSetupSchema.nullable()),
  /** Its files stay. */
  'local.forgetFolder': command(z.object({ path: z.string().max(4_000) }), localSetupSchema),
}
