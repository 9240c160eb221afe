import { providerLabels } from '../../../shared/domain/provider-id.ts'
import * as messages from '../../../shared/messages/en/demo-models.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { drawResults } from './draw-results.ts'
import { fakeModels } from './fake-models.ts'

/** Images drawn by computation, so that a new user can try everything without a key. Makes no requests. */
export const fake: ProviderAdapter = {
  id: 'fake',
  label: providerLabels.fake,
  kind: 'demo',
  // Never requested: a name that can never be registered (RFC 2606).
  baseUrl: 'https://demo.invalid',
  apiHosts: [],
  deliveryHosts: [],
  credential: { need: 'none', form: 'key', pageUrl: null },
  privacy: messages.privacy,
  models: fakeModels,
  addModelHint: null,
  concurrency: 2,
  timing: { submitTimeoutMs: 120_000, pollEveryMs: 1_000, deadlineMs: 120_000 },
  authorise: () => ({}),
  check: async () => ({ message: messages.alwaysAvailable }),
  submit: async (input, call) => ({ type: 'done', images: await drawResults(input, call), costUsd: 0 }),
  readFailure: () => null,
}
