import type { ProviderView } from '../../../src/shared/domain/provider.ts'
import type { ProviderService } from '../../../src/main/ipc/index.ts'
import { sampleProvider } from '../../support/window/sample-providers.ts'
import { defineModel, sizeList } from '../../../src/main/providers/core/define-model.ts'

const model = defineModel({
  id: 'demo',
  label: 'Demo',
  sizes: sizeList('64x64'),
  price: { per: 'free' },
})

const { key, ...known } = sampleProvider('fake')
export const provider: ProviderView = {
  ...known,
  label: 'Demo (not AI)',
  kind: 'demo',
  key: { ...key, need: 'none', source: null, ending: null, variable: null },
  privacy: 'Nothing leaves this computer.',
  models: [model],
}

export const providers: ProviderService = {
  findServers: async () => [{ provider: 'comfyui', label: 'ComfyUI', baseUrl: 'http://127.0.0.1:8188', models: 2 }],
  list: async () => [provider],
  plan: async () => ({
    warnings: [],
    obstacles: [],
    estimate: { usd: 0, asOf: null, isSure: true },
    size: { widthPx: 64, heightPx: 64 },
    calls: 1,
  }),
  cheaper: async () => ({
    ref: { provider: 'bfl', model: 'klein' },
    label: 'klein of Black Forest Labs',
    usd: 0.01,
    insteadOfUsd: 0.04,
  }),
  setKey: async () => provider,
  deleteKey: async () => provider,
  test: async () => ({ isOk: true, message: 'It answers.', latencyMs: 3 }),
  configure: async () => provider,
  refreshModels: async () => provider,
  addModel: async () => provider,
  removeModel: async () => provider,
}
