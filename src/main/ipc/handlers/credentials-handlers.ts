import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createCredentialsHandlers({ services, desktop }: HandlerContext): HandlersOf<'credentials'> {
  const signing = async () => (await services()).signing
  return {
    'credentials.identity': async () => ({ identity: await (await signing()).identity() }),
    'credentials.make': async ({ name }) => (await signing()).make(name),
    'credentials.chooseOwn': async (_input, { windowId }) => {
      const certificate = await desktop.chooseCertificate(windowId, 'certificate')
      const key = certificate === null ? null : await desktop.chooseCertificate(windowId, 'key')
      if (certificate === null || key === null) return { identity: null }
      return { identity: await (await signing()).useOwn(certificate, key) }
    },
    'credentials.forget': async () => (await signing()).forget(),
    'credentials.check': async ({ id }, { signal }) => (await services()).exports.checkCredentials(id, signal),
  }
}
