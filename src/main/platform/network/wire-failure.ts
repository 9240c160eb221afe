import type { TransportFailure } from './transport.ts'

/** The error a transport throws, so that it has a stack and can be a cause. */
export class WireFailure extends Error implements TransportFailure {
  override readonly name = 'WireFailure'
  readonly isTransportFailure = true
  readonly kind: TransportFailure['kind']
  readonly arrived: TransportFailure['arrived']
  readonly reason: string

  constructor(kind: TransportFailure['kind'], arrived: TransportFailure['arrived'], reason: string) {
    super(reason)
    this.kind = kind
    this.arrived = arrived
    this.reason = reason
  }
}
