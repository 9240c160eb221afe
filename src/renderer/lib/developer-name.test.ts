import { expect, it } from 'vitest'
import { sampleCard, sampleProvider } from '../../../test/support/window/sample-providers.ts'
import { developerName } from './developer-name.ts'

const providers = [sampleProvider('openai', { label: 'OpenAI', models: [sampleCard('gpt-2', { label: 'GPT Two' })] })]

it.each([
  ['content-aware-fill', null, { model: 'Content-aware fill', provider: null }],
  ['merge', null, { model: 'Merged area', provider: null }],
  ['merge', 'edit-plan', { model: 'Edit plan', provider: null }],
  ['openai', 'gpt-2', { model: 'GPT Two', provider: 'OpenAI' }],
  ['openai', 'gone', { model: 'gone', provider: 'OpenAI' }],
  ['openai', null, { model: 'OpenAI', provider: null }],
  ['rewriter', 'small', { model: 'small', provider: 'Prompt rewriting' }],
  ['someone', 'else', { model: 'else', provider: 'someone' }],
])('names the model and provider of %s %s', (provider, model, name) => {
  expect(developerName(providers, provider, model)).toEqual(name)
})
