using System;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

public static class Verify
{
    /// <summary>Of dit bericht van de facade komt. `body` is de bytes zoals ze kwamen.</summary>
    public static bool IsRight(string id, string timestamp, string signatures, byte[] body, string secret)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)) return false;
        // Alleen cijfers; en niet aftrekken, want dat kan overlopen.
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
            || moment < now - 300 || moment > now + 300) return false;
        var key = Convert.FromBase64String(
            secret.StartsWith("whsec_", StringComparison.Ordinal) ? secret.Substring(6) : secret);
        if (key.Length == 0) return false;
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.").Concat(body).ToArray();
        using (var hmac = new HMACSHA256(key))
        {
            var expected = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(hmac.ComputeHash(signed)));
            return signatures.Split(' ').Any(given =>
                CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        }
    }
}
