/**
 * How whoever has been admitted is told from everybody else, where a request may have to be refused: the line signs its
 * admissions as tokens of this purpose, and clients send them in this header. For which event and whom is found out where one is spent.
 */
export const admitted = { header: 'x-admission', purpose: 'admission' } as const;
