import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { translationsFile, translationsVariable, type Language } from '../shared/messages/languages.ts'
import { isForCommandLine, programArguments, readPlaces, switchesAmongWords } from './automation/index.ts'
import { resolveHome } from './platform/home-paths.ts'
import { handedOverVariable, keysToHandOver, takeEnvironmentKeys } from './secrets/environment-keys.ts'
import { readLanguage } from './start-language.ts'

// Before Chromium reads most of them.
for (const name of switchesAmongWords(process.argv, process.defaultApp)) app.commandLine.removeSwitch(name)
// Before anything is started that would inherit them.
const hadKeys = takeEnvironmentKeys(process.env)
if (hadKeys && process.platform === 'linux' && app.isPackaged && !isCommand()) await startAgainWithoutKeys()
/** Modules read their texts while they load, so the language is known first, and the program is loaded after it. */
setLanguage(languageOfStart())
const { startProgram } = await import('./start-program.ts')
startProgram(import.meta.dirname)

/** It shows no page that could read what Chromium's processes have inherited. */
function isCommand(): boolean {
  const args = programArguments(process.argv, process.defaultApp)
  const isHeadless = app.commandLine.getSwitchValue('ozone-platform') === 'headless'
  return isForCommandLine({ args, isHeadless, workingFolder: process.cwd() })
}

/** Where the system is too old for it, the keys are out of reach for scripts at least. */
async function startAgainWithoutKeys(): Promise<void> {
  const { startAgainWith } = await import('./platform/start-without-keys.ts')
  try {
    startAgainWith(keysToHandOver(), handedOverVariable)
  } catch {
    // It goes on.
  }
}

/** The command line is English: scripts read it. */
function languageOfStart(): Language {
  if (isCommand()) return 'en'
  const { root } = resolveHome(process.env, { userHome: homedir() })
  return readLanguage(
    { root, configPath: readPlaces(process.argv, { isCommand: false, hasAppPath: process.defaultApp }).configPath },
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
