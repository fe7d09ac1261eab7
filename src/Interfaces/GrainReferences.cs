namespace GrainJobs;

/// <summary>References for paths that make many: the factory asks by reflection, each time, what kind of grain an interface means.</summary>
public static class GrainReferences
{
    /// <summary>As <see cref="IGrainFactory.GetGrain{TGrain}(string, string)"/>.</summary>
    public static TGrain Refer<TGrain>(this IGrainFactory grains, string key)
        where TGrain : class, IGrainWithStringKey =>
        Kind<TGrain>.Known is { } kind ? kind.Of(grains, IdSpan.Create(key)) : Kind<TGrain>.Learn(grains.GetGrain<TGrain>(key));

    /// <summary>As <see cref="IGrainFactory.GetGrain{TGrain}(long, string)"/>.</summary>
    public static TGrain Refer<TGrain>(this IGrainFactory grains, long key)
        where TGrain : class, IGrainWithIntegerKey =>
        Kind<TGrain>.Known is { } kind ? kind.Of(grains, GrainIdKeyExtensions.CreateIntegerKey(key)) : Kind<TGrain>.Learn(grains.GetGrain<TGrain>(key));

    private sealed record Kind<TGrain>(GrainType Type, GrainInterfaceType Interface)
        where TGrain : class, IAddressable
    {
        private static volatile Kind<TGrain>? known;

        public static Kind<TGrain>? Known => known;

        public static TGrain Learn(TGrain first)
        {
            known = first is GrainReference reference ? new(reference.GrainId.Type, reference.InterfaceType) : null;
            return first;
        }

        public TGrain Of(IGrainFactory grains, IdSpan key) => (TGrain)grains.GetGrain(GrainId.Create(Type, key), Interface);
    }
}
