import { describe, expect, it } from 'vitest'
import { launchOf, type Installation } from '../platform/pure/program-launch.ts'
import { agentConfiguration } from './agent-configuration.ts'

const packaged = {
  executable: '/opt/Atelier/atelier',
  appFolder: null,
  hasSandbox: true,
  env: {},
  home: '/home/ann/Atelier',
}
const configurationOf = (installation: Installation) => agentConfiguration(launchOf(installation))
const serverOf = (text: string): unknown =>
  (JSON.parse(text) as { mcpServers: { atelier: unknown } }).mcpServers.atelier

describe('the configuration for an MCP client', () => {
  it('starts the installed program', () => {
    expect(serverOf(configurationOf(packaged))).toEqual({ command: '/opt/Atelier/atelier', args: ['mcp'] })
  })

  it('names the AppImage instead of the folder it is mounted at', () => {
    const env = { APPIMAGE: '/home/ann/Atelier.AppImage' }
    const executable = '/tmp/.mount_Atelie1a2b3c/atelier'
    expect(serverOf(configurationOf({ ...packaged, executable, env }))).toMatchObject({
      command: '/home/ann/Atelier.AppImage',
    })
  })

  it('is JSON whatever a path contains, with one field a line', () => {
    const text = configurationOf({ ...packaged, executable: 'C:\\Program Files\\“A”, "B"\\Atelier.exe' })
    expect(serverOf(text)).toEqual({ command: 'C:\\Program Files\\“A”, "B"\\Atelier.exe', args: ['mcp'] })
    expect(text.split('\n')).toHaveLength(8)
  })

  it('starts Electron with the program’s folder if it is not packaged', () => {
    const developed = { ...packaged, executable: '/code/electron', appFolder: '/code/atelier' }
    expect(serverOf(configurationOf(developed))).toMatchObject({ args: ['/code/atelier', 'mcp'] })
    expect(serverOf(configurationOf({ ...developed, hasSandbox: false }))).toMatchObject({
      args: ['--no-sandbox', '/code/atelier', 'mcp'],
    })
  })

  it('names the home if it is not the usual one', () => {
    const env = { ATELIER_HOME: '/disk/Atelier' }
    expect(serverOf(configurationOf({ ...packaged, env, home: '/disk/Atelier' }))).toMatchObject({
      env: { ATELIER_HOME: '/disk/Atelier' },
    })
  })
})
