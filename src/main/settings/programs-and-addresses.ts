import { join } from 'node:path'
import type { Configuration } from './configuration/configuration.ts'
import { withConfigured } from './configured-settings.ts'
import { readSettings } from './read-settings.ts'

/**
 * Returns the programs that the settings in a folder start, and the addresses that get keys and images: what matters if
 * the settings come from somebody else. `home`: where the folder's files will be, which relative paths start from.
 */
export async function programsAndAddresses(folder: string, home: string): Promise<readonly string[]> {
  const own = await readSettings(join(folder, 'settings.json'))
  const configuration = await readBeside(folder, home)
  const { enginePath, externalEditor, rewriter, providers } = withConfigured(
    own.settings,
    configuration?.settings ?? [],
  )
  const named = [
    enginePath,
    externalEditor,
    rewriter.baseUrl,
    ...[providers, configuration?.providers ?? {}].flatMap((all) => Object.values(all).map(({ baseUrl }) => baseUrl)),
  ]
  return [...new Set(named.filter((each) => each !== null && each !== undefined))]
}

/** A file that is invalid changes nothing at the start, so it names nothing here. */
async function readBeside(folder: string, home: string): Promise<Configuration | null> {
  const { checkConfiguration, readConfigurationText } = await import('./configuration-tools.ts')
  const text = await readConfigurationText({ path: join(folder, 'atelier.yaml'), isRequired: false }).catch(() => null)
  if (text === null) return null
  const options = { path: join(home, 'atelier.yaml'), parseBaseUrl: (address: string) => address }
  return checkConfiguration(text, options).configuration
}
