import type { UpdateSupport } from '../../shared/domain/update.ts'

export interface InstallFacts {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether the build names an address to ask. */
  readonly hasSource: boolean
  /** `deb`, `rpm` …, which electron-builder writes into such packages; null = none. */
  readonly packageType: string | null
  /** Whether the installer of Windows has left its counterpart beside the program. */
  readonly hasUninstaller: boolean
}

/** Who updates this installation: files that a package manager has written are not overwritten. */
export function updateSupport(facts: InstallFacts): UpdateSupport {
  const keeper = keeperOf(facts)
  if (keeper !== 'atelier') return keeper
  return facts.hasSource ? 'atelier' : 'no-address'
}

function keeperOf({ platform, env, packageType, hasUninstaller }: InstallFacts): Exclude<UpdateSupport, 'no-address'> {
  if (platform === 'darwin') return 'atelier'
  if (platform === 'win32') {
    if (env['PORTABLE_EXECUTABLE_FILE'] !== undefined) return 'portable'
    return hasUninstaller ? 'atelier' : 'unpacked'
  }
  if (env['FLATPAK_ID'] !== undefined) return 'flatpak'
  if (packageType !== null || env['SNAP'] !== undefined) return 'package'
  return env['APPIMAGE'] === undefined ? 'unpacked' : 'atelier'
}
