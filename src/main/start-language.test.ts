import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chooseLanguage, readLanguage, supportedLanguage } from './start-language.ts'

const german = () => ['de-AT', 'en-US']
const choose = (sources: Partial<Parameters<typeof chooseLanguage>[0]>) =>
  chooseLanguage({ requested: undefined, configuration: '', settings: '', systemLanguages: german, ...sources })

it('is the system’s language as long as nobody has chosen one', () => {
  expect(choose({})).toBe('de')
  expect(choose({ settings: '{"language": "system"}' })).toBe('de')
  expect(choose({ settings: '{"theme": "dark"}' })).toBe('de')
})

it.each([
  [['nl-NL', 'fr-CH', 'de-CH'], 'fr'],
  [['en-GB', 'de-DE'], 'en'],
  [['zh-Hans-SG'], 'zh'],
  [['zh-CN'], 'zh'],
  [['zh-TW'], 'en'],
  [['zh-Hant-HK', 'ja-JP'], 'ja'],
  [['zh-TW', 'zh', 'de'], 'de'],
  [['zh-TW', 'zh-CN'], 'zh'],
  [['nl', 'zh'], 'zh'],
  [['es_MX.UTF-8'], 'es'],
  [['pt-BR'], 'en'],
  [[], 'en'],
])('of the system’s languages %j, %s is the first that Atelier has', (tags, expected) => {
  expect(supportedLanguage(tags)).toBe(expected)
})

it('is what was chosen: in the window, above it in atelier.yaml, above that in the environment', () => {
  const settings = '{"language": "fr"}'
  const configuration = 'settings:\n  theme: light\n  language: ja # for the studio\n'
  expect(choose({ settings })).toBe('fr')
  expect(choose({ settings, configuration })).toBe('ja')
  expect(choose({ settings, configuration, requested: 'es' })).toBe('es')
  expect(choose({ settings, configuration: 'settings:\n  language: system\n' })).toBe('de')
  expect(choose({ settings, requested: 'tlh' })).toBe('fr')
})

it.each([
  'settings:\n  language: "zh"\n',
  "settings:\n    theme: dark\n    # chosen\n\n    language: 'zh'\n",
  'media:\n  enabled: true\nsettings:\n  language: zh',
  'settings:\r\n  language: zh\r\n',
  'settings: { theme: dark, mask: { grow: 4 }, language: zh }\n',
  '{ "media": {},\n  "settings": {} }\nsettings: {\n  "language": "zh"\n}\n',
])('finds the line of atelier.yaml in %j', (configuration) => {
  expect(choose({ configuration })).toBe('zh')
})

it.each([
  'media:\n  language: zh\n',
  '# settings:\n#  language: zh\n',
  'settings:\n  theme: dark\nother:\n  language: zh\n',
])('takes no other line for it, as in %j', (configuration) => {
  expect(choose({ configuration })).toBe('de')
})

it.each(['{"language": "d', '[]', 'null', '{"language": 4}', '{"language": "toString"}'])(
  'is the system’s where the settings are damaged: %s',
  (settings) => {
    expect(choose({ settings })).toBe('de')
  },
)

it('reads the settings of a library where it has been moved to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-language-'))
  const [old, next] = [join(folder, 'old'), join(folder, 'new')]
  await mkdir(old)
  await mkdir(next)
  const read = () =>
    readLanguage({ root: old, configPath: undefined }, { requested: undefined, systemLanguages: german })
  await writeFile(join(old, 'settings.json'), '{"language": "fr"}')
  expect(read()).toBe('fr')
  await writeFile(join(next, 'settings.json'), '{"language": "ja"}')
  await writeFile(join(old, 'moved-to.json'), JSON.stringify({ root: next }))
  expect(read()).toBe('ja')
  // A record that leads in a circle is reported when the library is opened.
  await writeFile(join(next, 'moved-to.json'), JSON.stringify({ root: old }))
  expect(read()).toBe('fr')
  await rm(folder, { recursive: true })
})
