import type { z } from 'zod'
import type { CallName, Contract, ParsedInput } from '../../shared/contract/index.ts'
import type { Handlers } from './handler-context.ts'

type RouteOf<Domain extends string, Method extends string> = Extract<CallName, `${Domain}.${Method}`>

/** The shape a service's method needs so that the route of its name can call it directly. */
type Methods<Domain extends string, Method extends string> = {
  readonly [M in Method]: (
    input: ParsedInput<RouteOf<Domain, M>>,
    signal: AbortSignal,
  ) => Promise<z.input<Contract[RouteOf<Domain, M>]['output']>>
}

/**
 * Creates handlers for routes that only call the service's method of the same name with the route's input. A method of
 * another shape, or a name that is not a route, does not compile.
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
