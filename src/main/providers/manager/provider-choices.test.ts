import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { lumen } from '../../../../test/support/manager-stage.ts'
import { settingsSchema, type providerSettingsSchema } from '../../../shared/domain/settings.ts'
import { noConfiguration, type ProviderConfiguration } from '../../settings/index.ts'
import { baseUrlVariable, createProviderChoices } from './provider-choices.ts'

function choicesWith(given: {
  set?: z.input<typeof providerSettingsSchema>
  yaml?: ProviderConfiguration
  env?: Record<string, string>
  commandLine?: string
}) {
  const settings = settingsSchema.parse({ providers: { bfl: given.set ?? {} } })
  return createProviderChoices({
    settings: { get: () => settings, change: async () => settings },
    configuration: () => ({ ...noConfiguration, providers: { bfl: given.yaml ?? {} } }),
    env: given.env ?? {},
    baseUrls: given.commandLine === undefined ? {} : { bfl: given.commandLine },
  })
}

const addressOf = (given: Parameters<typeof choicesWith>[0]) => {
  const { baseUrl, decidedElsewhere } = choicesWith(given).get('bfl')
  return [baseUrl, decidedElsewhere.baseUrl]
}

const destination = (given: Parameters<typeof choicesWith>[0]) => choicesWith(given).destinationOf(lumen())

describe('createProviderChoices', () => {
  it('enables a provider by default', () => {
    expect(choicesWith({}).get('bfl')).toEqual({
      isEnabled: true,
      defaultModel: null,
      defaultSize: null,
      baseUrl: null,
      baseUrlProblem: null,
      decidedElsewhere: {},
    })
  })

  it('uses the settings', () => {
    const set = { isEnabled: false, defaultModel: 'lumen-2', defaultSize: '16:9', baseUrl: 'https://mine.example' }
    expect(choicesWith({ set }).get('bfl')).toEqual({ ...set, baseUrlProblem: null, decidedElsewhere: {} })
  })

  it('prefers atelier.yaml over the settings field by field', () => {
    const yaml = { isEnabled: true, defaultModel: 'lumen-3' }
    const choice = choicesWith({ set: { isEnabled: false, defaultModel: 'lumen-2', defaultSize: '1:1' }, yaml }).get(
      'bfl',
    )
    expect(choice).toMatchObject({ isEnabled: true, defaultModel: 'lumen-3', defaultSize: '1:1' })
    expect(choice.decidedElsewhere).toEqual({ isEnabled: 'atelier.yaml', defaultModel: 'atelier.yaml' })
  })

  it('resolves the base URL from command line, environment, atelier.yaml and settings', () => {
    const set = { baseUrl: 'https://settings.example/' }
    const yaml = { baseUrl: 'https://yaml.example' }
    const env = { ATELIER_BFL_BASE_URL: ' http://127.0.0.1:8080/ ' }
    expect(addressOf({ set })).toEqual(['https://settings.example', undefined])
    expect(addressOf({ set, yaml })).toEqual(['https://yaml.example', 'atelier.yaml'])
    expect(addressOf({ set, yaml, env })).toEqual(['http://127.0.0.1:8080', 'ATELIER_BFL_BASE_URL'])
    const commandLine = 'https://line.example'
    expect(addressOf({ set, yaml, env, commandLine })).toEqual([commandLine, 'the command line'])
    expect(addressOf({ env: { ATELIER_BFL_BASE_URL: ' ' } })).toEqual([null, undefined])
  })

  it('refuses a base URL that is not valid', () => {
    const choices = choicesWith({ env: { ATELIER_BFL_BASE_URL: 'http://gateway.example' } })
    expect(choices.get('bfl')).toMatchObject({ baseUrl: null, decidedElsewhere: { baseUrl: 'ATELIER_BFL_BASE_URL' } })
    expect(() => choices.requireBaseUrl(lumen())).toThrow(/https.*It is set by ATELIER_BFL_BASE_URL\./)
    expect(choicesWith({}).requireBaseUrl(lumen())).toBe('https://api.lumen.example')
  })

  it('tells whether the provider is configured in the settings', () => {
    expect(choicesWith({ set: { isEnabled: null } }).isMentioned('a1111')).toBe(false)
    expect(choicesWith({ set: { isEnabled: true } }).isMentioned('bfl')).toBe(true)
  })

  it('names the environment variable of a base URL', () => {
    expect(baseUrlVariable('openai-compatible')).toBe('ATELIER_OPENAI_COMPATIBLE_BASE_URL')
  })
})

describe('destinationOf', () => {
  it('is the default host on any path', () => {
    expect(destination({})).toEqual({ host: 'own', isNamedOutside: false })
    const set = { baseUrl: 'https://api.lumen.example/eu' }
    expect(destination({ set })).toEqual({ host: 'own', isNamedOutside: false })
  })

  it('identifies another host by scheme, name and port', () => {
    const set = { baseUrl: 'https://gateway.example:8443/v1' }
    expect(destination({ set })).toEqual({ host: 'https://gateway.example:8443', isNamedOutside: false })
  })

  it('marks a base URL from outside the window', () => {
    const commandLine = 'https://line.example'
    for (const given of [
      { commandLine },
      { env: { ATELIER_BFL_BASE_URL: commandLine } },
      { yaml: { baseUrl: commandLine } },
    ]) {
      expect(destination(given)).toEqual({ host: commandLine, isNamedOutside: true })
    }
  })
})
