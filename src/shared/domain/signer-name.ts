/** The name in a certificate that nobody has given one. */
export const defaultSignerName = 'Atelier user'
/** X.520 allows 64 characters for a common name. */
export const signerNameMax = 64
