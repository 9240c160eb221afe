import type { z } from 'zod'
import type { CallName, Contract, ParsedInput } from '../../shared/contract/index.ts'
import type { Handlers } from './handlers.ts'

type RouteOf<Domain extends string, Method extends string> = Extract<CallName, `${Domain}.${Method}`>

/** What a service's method has to look like so that the route of its name may go straight to it. */
type Methods<Domain extends string, Method extends string> = {
  readonly [M in Method]: (
    input: ParsedInput<RouteOf<Domain, M>>,
    signal: AbortSignal,
  ) => Promise<z.input<Contract[RouteOf<Domain, M>]['output']>>
}

/**
 * Handlers of routes that are nothing but the service's method of the same name: its input is the route's. A method of
 * another shape, or a name that is no route, does not compile.
 */
export function forward<Domain extends string, Method extends string, Service extends Methods<Domain, Method>>(
  domain: Domain,
  service: () => Promise<Service>,
  ...methods: readonly Method[]
): Pick<Handlers, RouteOf<Domain, Method>> {
  const handlers = methods.map((method) => [
    `${domain}.${method}`,
    async (input: never, { signal }: { readonly signal: AbortSignal }) => (await service())[method](input, signal),
  ])
  return Object.fromEntries(handlers) as Pick<Handlers, RouteOf<Domain, Method>>
}
