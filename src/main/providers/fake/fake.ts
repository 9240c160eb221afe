import { providerLabels } from '../../../shared/domain/provider-id.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { drawResults } from './draw-results.ts'
import { fakeModels } from './fake-models.ts'

/** Pictures by arithmetic, so that a newcomer can try everything before there is a key. It asks nobody. */
export const fake: ProviderAdapter = {
  id: 'fake',
  label: providerLabels.fake,
  kind: 'demo',
  // Never asked: a name that can never be anybody's (RFC 2606).
  baseUrl: 'https://demo.invalid',
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'none', form: 'key', pageUrl: null },
  privacy: 'Nothing leaves this computer. The images are computed, not made by a model.',
  models: fakeModels,
  addModelHint: null,
  concurrency: 2,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 120_000 },
  authorise: () => ({}),
  check: async () => ({ message: 'Always there: it draws on this computer.' }),
  submit: async (input, call) => ({ is: 'done', pictures: await drawResults(input, call), costUsd: 0 }),
  readFailure: () => null,
}
