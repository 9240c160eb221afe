import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { translationsFile, translationsVariable, type Language } from '../shared/messages/languages.ts'
import { isForCommandLine, programArguments, readPlaces } from './automation/index.ts'
import { resolveHome } from './platform/home-paths.ts'
import { takeEnvironmentKeys } from './secrets/environment-keys.ts'
import { readLanguage } from './start-language.ts'

// Before anything is started that would inherit them.
takeEnvironmentKeys(process.env)
/** Modules read their texts while they load, so the language is known first, and the program is loaded after it. */
setLanguage(languageOfStart())
const { startProgram } = await import('./start-program.ts')
startProgram(import.meta.dirname)

/** The command line is English: scripts read it. */
function languageOfStart(): Language {
  const args = programArguments(process.argv, process.defaultApp)
  const isHeadless = app.commandLine.getSwitchValue('ozone-platform') === 'headless'
  if (isForCommandLine({ args, isHeadless, workingFolder: process.cwd() })) return 'en'
  const { root } = resolveHome(process.env, { userHome: homedir() })
  return readLanguage(
    { root, configPath: readPlaces(process.argv).configPath },
    { requested: process.env['ATELIER_LOCALE'], systemLanguages: () => app.getPreferredSystemLanguages() },
  )
}

/** For this process, its children and, in another language than English, Chromium’s own texts. */
function setLanguage(language: Language): void {
  delete process.env[translationsVariable]
  if (language === 'en') return
  process.env[translationsVariable] = join(import.meta.dirname, 'translations', translationsFile(language))
  app.commandLine.appendSwitch('lang', language === 'zh' ? 'zh-CN' : language)
}
