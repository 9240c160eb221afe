import { join } from 'node:path'
import { app } from 'electron'
import { readLanguage } from '../../../src/main/start-language.ts'
import { translationsFile, translationsVariable } from '../../../src/shared/messages/languages.ts'

// Electron with one window, in which tests open one program after another, each on a home of its own: what costs most in
// a start (Electron, the window's process, the modules of main, the imaging process) stays. Arguments: the project's
// folder, a folder for Chromium.

const [projectRoot = '', profile = ''] = process.argv.slice(-2)
const builtFolder = join(projectRoot, 'out', 'main')
const requested = process.env['ATELIER_LOCALE']
const language = readLanguage({ root: profile, configPath: undefined }, { requested, systemLanguages: () => [] })
// Modules read their texts while they load.
if (language !== 'en') process.env[translationsVariable] = join(builtFolder, 'translations', translationsFile(language))
app.setPath('userData', profile)
const { preparePages } = await import('./open-pages.ts')
preparePages(projectRoot)
