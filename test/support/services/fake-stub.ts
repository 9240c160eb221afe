import type { ServiceStub } from './service-stub.ts'

/** The demo asks nobody: whatever comes here is a mistake, and counts as one. */
export const fakeStub: ServiceStub = {
  id: 'fake',
  goodKey: 'the-demo-needs-no-key',
  models: { generate: 'demo-waves', edit: 'demo-shapes', mask: 'demo-light', variations: 'demo-waves' },
  deliversByLink: false,
  refusals: [],
  failures: [],
  answer: () => ({ status: 404, text: 'The demo asked for something.' }),
  isSubmission: () => true,
  violations: (request) => [`The demo asked for ${request.path}.`],
  repaintedPart: async () => null,
}
