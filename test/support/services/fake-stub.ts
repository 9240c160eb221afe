import type { ServiceStub } from './service-stub.ts'

/** The demo sends no requests: whatever arrives here counts as an error. */
export const fakeStub: ServiceStub = {
  id: 'fake',
  goodKey: 'the-demo-needs-no-key',
  models: { generate: 'demo-waves', edit: 'demo-shapes', mask: 'demo-light', variations: 'demo-waves' },
  deliversByLink: false,
  refusals: [],
  failures: [],
  respond: () => ({ status: 404, text: 'The demo asked for something.' }),
  isSubmission: () => true,
  violations: (request) => [`The demo asked for ${request.path}.`],
  repaintedPart: async () => null,
}
