// The number of the Brazilian registry of natural persons: nine digits and two check digits, each modulo 11.

const checkDigit = (digits: number[]): number => {
  const sum = digits.reduce((total, digit, i) => total + digit * (digits.length + 1 - i), 0);
  const rest = (sum * 10) % 11;
  return rest === 10 ? 0 : rest;
};

/** The eleven digits of a CPF written with or without its usual points and dash, or null if it is none. */
export function readCpf(text: string): string | null {
  if (!/^\d{3}\.?\d{3}\.?\d{3}-?\d{2}$/.test(text)) return null;
  const digits = Array.from(text.replace(/\D/g, ''), Number);
  // 000.000.000-00 to 999.999.999-99 pass the arithmetic, and are never given to anybody.
  if (digits.every((digit) => digit === digits[0])) return null;
  const valid = checkDigit(digits.slice(0, 9)) === digits[9] && checkDigit(digits.slice(0, 10)) === digits[10];
  return valid ? digits.join('') : null;
}
