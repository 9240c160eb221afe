import { textLanguage } from '../../../shared/messages/locale.ts'
import { readHelp } from './help-pages.ts'

/** The manual in the window's language, read once the help is opened. */
export const helpPages = await readHelp(textLanguage)
