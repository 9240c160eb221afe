import { describe, expect, it } from 'vitest'
import { cacheFolder } from './project.mjs'
import { hasDisplay, runShown } from './display.mjs'
import { requireNode } from './prepare.mjs'
import { availableNames, installHint, missingPackages } from './system-libraries.mjs'

describe('system libraries', () => {
  it('accept a renamed package as the library', () => {
    const installed = new Set(['libgtk-3-0t64', 'libnss3'])
    expect(missingPackages(['libgtk-3-0', 'libnss3', 'libgbm1'], installed)).toEqual(['libgbm1'])
  })

  it('use the package name of this system release', () => {
    expect(availableNames(['libgtk-3-0', 'libnss3'], new Set(['libgtk-3-0t64', 'libnss3']))).toEqual([
      'libgtk-3-0t64',
      'libnss3',
    ])
  })

  it('print a one-line install command', () => {
    expect(installHint(['libgbm1', 'xvfb'])).toContain(
      '\n  sudo apt-get update && sudo apt-get install -y libgbm1 xvfb',
    )
  })
})

describe('display', () => {
  it('is available on X11, on Wayland, and always on macOS and Windows', () => {
    expect(hasDisplay({}, 'linux')).toBe(false)
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true)
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(hasDisplay({}, 'win32')).toBe(true)
    expect(hasDisplay({}, 'darwin')).toBe(true)
  })

  it('is provided to a program if there is none', async () => {
    const env: NodeJS.ProcessEnv = { ...process.env, ELECTRON_RUN_AS_NODE: '1' }
    delete env['DISPLAY']
    delete env['WAYLAND_DISPLAY']
    const { text } = await runShown(process.execPath, ['-p', 'process.env.DISPLAY'], { env, output: 'capture' })
    expect(text).toMatch(process.platform === 'linux' ? /^:\d+$/m : /undefined/)
  })
})

describe('cacheFolder', () => {
  it('follows each system', () => {
    expect(cacheFolder({}, 'linux', '/home/a')).toBe('/home/a/.cache/atelier')
    expect(cacheFolder({ XDG_CACHE_HOME: '/cache' }, 'linux', '/home/a')).toBe('/cache/atelier')
    expect(cacheFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Caches/atelier')
  })
})

describe('requireNode', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('accepts %s', (version) => {
    expect(() => requireNode(version)).not.toThrow()
  })
  it.each(['20.18.3', '18.20.0'])('rejects %s', (version) => {
    expect(() => requireNode(version)).toThrow(/20\.19/)
  })
})
