/** IPTC's kinds of source (https://cv.iptc.org/newscodes/digitalsourcetype/), by the last part of their address. */

/** Kinds that a trained model had a part in. */
const trainedTypes: ReadonlySet<string> = new Set(['trainedAlgorithmicMedia', 'compositeWithTrainedAlgorithmicMedia'])

export function isTrainedType(address: string): boolean {
  return trainedTypes.has(address.split('/').at(-1) ?? '')
}

/** Of several statements about one image the first counts, unless a later one says that a model had a part in it. */
export function strongestType(...addresses: readonly (string | null)[]): string | null {
  const stated = addresses.filter((address) => address !== null && address !== '')
  return stated.find((address) => isTrainedType(address!)) ?? stated[0] ?? null
}
